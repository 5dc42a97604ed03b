//! The account page and its password, as visitors meet them.
