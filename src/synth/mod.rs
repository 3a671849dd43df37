//! Synth: a seed and a size become a district's deliveries with their truth.
