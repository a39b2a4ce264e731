"""Accuracy of the detection: samples with an exact truth, systems that read them, and the figures."""
