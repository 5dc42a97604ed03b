//! Elevating access with a key, as visitors meet it.
