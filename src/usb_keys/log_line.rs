//! One line of the file that a program for YubiKeys wrote: what it says, by its fields or by the
//! headings above it.

use super::new_key::Typed;

/// What one line says.
pub(super) enum Line<'f> {
    Yubico(Typed<'f>),
    Hotp(Typed<'f>),
    /// Something else: that logging began, a static password, an answer to a challenge.
    Else,
}

/// The fields of a line, by the separator that it has.
pub(super) fn fields(line: &str) -> Vec<String> {
    let separator = [b',', b';', b'\t']
        .into_iter()
        .find(|separator| line.contains(char::from(*separator)));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(line.as_bytes());
    let mut records = reader.records().filter_map(Result::ok);
    let record = records.next().unwrap_or_default();
    record.iter().map(str::to_owned).collect()
}

pub(super) fn line_of(fields: &[String]) -> Result<Line<'_>, &'static str> {
    let of = |place: usize| fields.get(place).map_or("", String::as_str);
    let first = of(0).to_lowercase();
    if first.chars().all(|letter| letter.is_ascii_digit()) && fields.len() >= 4 {
        return Ok(by_its_fields(Typed {
            serial: of(0),
            public_id: of(1),
            private_id: of(2),
            secret: of(3),
            ..Typed::default()
        }));
    }
    let other = [
        "logging start",
        "static password",
        "challenge-response",
        "configuration",
    ];
    if other.iter().any(|other| first.starts_with(other)) {
        return Ok(Line::Else);
    }
    let is_hotp = first == "oath-hotp";
    if !is_hotp && first != "yubico otp" {
        return Err(
            "this is no line that the YubiKey Personalization Tool or YubiKey Manager writes. \
             Is it the right file?",
        );
    }
    // The moment in the second field may hold a comma; the slot, 1 or 2, stands behind it.
    let slot = (2..=4).find(|place| matches!(of(*place), "1" | "2"));
    let slot = slot.ok_or("the slot is missing: the tool writes 1 or 2 in the third field")?;
    let typed = Typed {
        serial: of(slot + 16),
        public_id: of(slot + 1),
        private_id: of(slot + 2),
        secret: of(slot + 3),
        digits: of(slot + 9),
        counter: of(slot + 10),
    };
    if is_hotp && typed.serial.is_empty() {
        return Err(
            "the traditional format does not hold the serial number of an OATH-HOTP key. Put it \
             at the end of the line, after one more comma, or let the tool write its Yubico \
             format",
        );
    }
    Ok(match is_hotp {
        true => Line::Hotp(typed),
        false => Line::Yubico(typed),
    })
}

/// In the Yubico format, and under headings that do not say it, the third field tells: a private
/// identity of a Yubico OTP, or the number with which a count begins.
fn by_its_fields(typed: Typed<'_>) -> Line<'_> {
    let third = typed.private_id;
    let is_number = third.len() <= 10 && third.bytes().all(|digit| digit.is_ascii_digit());
    if !is_number || (third.is_empty() && !typed.public_id.is_empty()) {
        return Line::Yubico(typed);
    }
    let counter = match third {
        "" => typed.counter,
        number => number,
    };
    Line::Hotp(Typed { counter, ..typed })
}

/// Which field of a line is what, where the first line says it.
pub(super) struct Headings {
    kind: Option<usize>,
    serial: Option<usize>,
    public_id: Option<usize>,
    private_id: Option<usize>,
    secret: usize,
    digits: Option<usize>,
    counter: Option<usize>,
}

impl Headings {
    pub(super) fn read(fields: &[String]) -> Option<Self> {
        let letters = |field: &String| -> String {
            let small = field.to_lowercase();
            small
                .chars()
                .filter(|letter| letter.is_alphanumeric())
                .collect()
        };
        let headings: Vec<String> = fields.iter().map(letters).collect();
        let of = |names: &[&str]| headings.iter().position(|it| names.contains(&it.as_str()));
        let found = Self {
            kind: of(&["kind", "type", "eventtype", "mode"]),
            serial: of(&["serial", "serialnumber", "serialno", "serialnr"]),
            public_id: of(&["publicid", "publicidentity", "publicname", "pubid"]),
            private_id: of(&["privateid", "privateidentity", "internalname", "internalid"]),
            secret: of(&["secret", "secretkey", "aeskey", "key", "seed"])?,
            digits: of(&["digits", "hotpdigits", "length"]),
            counter: of(&["counter", "movingfactor", "movingfactorseed", "imf"]),
        };
        (found.serial.is_some() || found.public_id.is_some()).then_some(found)
    }

    pub(super) fn line<'f>(&self, fields: &'f [String]) -> Result<Line<'f>, &'static str> {
        let of = |place: Option<usize>| {
            place
                .and_then(|place| fields.get(place))
                .map_or("", String::as_str)
        };
        let typed = Typed {
            serial: of(self.serial),
            public_id: of(self.public_id),
            private_id: of(self.private_id),
            secret: of(Some(self.secret)),
            digits: of(self.digits),
            counter: of(self.counter),
        };
        match of(self.kind).to_lowercase().as_str() {
            "" => Ok(by_its_fields(typed)),
            "yubico otp" | "yubico" | "yubiotp" => Ok(Line::Yubico(typed)),
            "oath-hotp" | "hotp" => Ok(Line::Hotp(typed)),
            _ => Err("the kind of a key is “Yubico OTP” or “OATH-HOTP”"),
        }
    }
}
