//! Blocking: proposes the pairs of identities worth comparing.
