//! Assess: dossiers and the policy pack become findings with evidence, then cases.
