//! Setting up an institution, its disciplines and collections.
