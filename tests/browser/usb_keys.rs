//! A USB key that types codes: from the administrator's desk to a lead's elevated access.

use keyward_codes::yubico::{self, AesKey};
use thirtyfour::Key;

use crate::errands::{ELEVATE, ELEVATED};
use crate::failure::Outcome;
use crate::server::Demo;
use crate::visitor::Visitor;

const PUBLIC_ID: &str = "vvgutbiedkvi";
const PRIVATE_ID: [u8; 6] = [0x87, 0x92, 0xeb, 0xfe, 0x26, 0xcc];
const PRIVATE_ID_TYPED: &str = "8792ebfe26cc";
const AES: &str = "ecde18dbe76fbd0c33330f1c354871db";

/// What the key types at its first, second, … press.
fn presses(pressed: u8) -> Outcome<String> {
    let key = AesKey::from_hex(AES).ok_or("no key")?;
    Ok(yubico::press(PUBLIC_ID, PRIVATE_ID, &key, 1, pressed))
}

/// An administrator types a key into the stock; a lead links it by pressing it and elevates.
pub async fn a_key_that_types_codes_is_brought_in_linked_and_elevates(
    visitor: &mut Visitor,
) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let administrator = visitor.one_of("Administrator")?;
    visitor.comes_with_a_key(&administrator).await?;
    visitor.types_the_address("/keys/stock").await?;
    visitor.reads("There are no USB keys in stock").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.opens("Add one key by hand").await?;
    visitor.types("Serial number", "508326").await?;
    visitor.chooses("Yubico OTP").await?;
    visitor.types("Public ID", PUBLIC_ID).await?;
    visitor.types("Private ID", PRIVATE_ID_TYPED).await?;
    visitor.types("Secret key (AES)", AES).await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("usb-key-by-hand").await?;
    visitor.presses("Add this key").await?;
    visitor.reads("1 in stock, 1 of them free").await?;
    visitor.does_not_read(AES).await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("usb-keys-in-stock").await?;
    visitor.leaves_with_the_key().await?;

    let lead = visitor.one_of("DSL")?;
    visitor.signs_in(&lead).await?;
    visitor.opens_security_keys().await?;
    visitor.presses("Register a new USB key").await?;
    visitor.reads("Link this key").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("usb-key-link").await?;
    visitor.types("Device Name", "Key on my ring").await?;
    let field = "Press your key’s button in this field";
    visitor.types(field, "cccc").await?;
    visitor.presses("Link this key").await?;
    visitor.reads("There is a problem").await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("usb-key-link-wrong").await?;
    let first = presses(0)?;
    visitor.types(field, &first).await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor
        .types("Your Keyward password", &lead.password)
        .await?;
    visitor.presses("Link this key").await?;
    visitor
        .reads("The key Key on my ring is linked to your account")
        .await?;
    visitor.meets_no_barrier_at_any_width().await?;
    visitor.takes_pictures("usb-keys-one").await?;

    visitor.opens("Dashboard").await?;
    visitor.opens(ELEVATE).await?;
    visitor.types("Enter a code", &first).await?;
    visitor.presses("Use this code").await?;
    visitor.reads("That code was used already").await?;
    // The key ends what it types with Enter, which sends the form.
    let next = presses(1)?;
    visitor.types("Enter a code", &next).await?;
    visitor.presses_on_the_keyboard(Key::Enter).await?;
    visitor.reads(ELEVATED).await
}
