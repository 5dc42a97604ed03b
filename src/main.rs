//! Keyward: safeguarding records that open only to a person's own security key.

#[cfg_attr(
    not(test),
    expect(dead_code, unused_imports, reason = "the pages that use it come next")
)]
mod layout;
#[cfg_attr(
    not(test),
    expect(dead_code, unused_imports, reason = "the pages that use it come next")
)]
mod security_keys;
#[cfg(test)]
mod testing;

fn main() {}
