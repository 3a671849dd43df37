//! Compare: two identities become a comparison vector, one level per comparison.
