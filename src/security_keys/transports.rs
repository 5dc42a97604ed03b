//! The ways in which a key can be reached, as the browser told them at registration.

use serde_json::Value;

/// One way to reach a key (WebAuthn Level 3, section 5.8.4).
///
/// It is kept to be told to the browser again, so that it looks in the right place. It is a hint
/// of the browser's and proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// Plugged in.
    Usb,
    /// Held against the reader.
    Nfc,
    /// By Bluetooth.
    Ble,
    /// In a card reader.
    SmartCard,
    /// A telephone beside the computer.
    Hybrid,
    /// Built into the computer.
    Internal,
}

impl Transport {
    const ALL: [Transport; 6] = [
        Transport::Usb,
        Transport::Nfc,
        Transport::Ble,
        Transport::SmartCard,
        Transport::Hybrid,
        Transport::Internal,
    ];

    /// The name that browsers use.
    pub fn name(self) -> &'static str {
        match self {
            Transport::Usb => "usb",
            Transport::Nfc => "nfc",
            Transport::Ble => "ble",
            Transport::SmartCard => "smart-card",
            Transport::Hybrid => "hybrid",
            Transport::Internal => "internal",
        }
    }

    /// All of them in one line, to be stored: `usb,nfc`.
    pub fn line(transports: &[Transport]) -> String {
        transports
            .iter()
            .map(|transport| transport.name())
            .collect::<Vec<_>>()
            .join(",")
    }

    /// What [`Transport::line`] wrote. Unknown names are passed over.
    pub fn from_line(line: &str) -> Vec<Transport> {
        known(line.split(','))
    }

    /// The known ones of a browser's list, each once. What is not a list gives none.
    pub(super) fn from_browser(list: Option<&Value>) -> Vec<Transport> {
        let list = list
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        known(list.iter().filter_map(Value::as_str))
    }
}

fn known<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Transport> {
    let mut found: Vec<Transport> = names
        .filter_map(|name| {
            Transport::ALL
                .into_iter()
                .find(|transport| transport.name() == name)
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::Transport;
    use serde_json::json;

    #[test]
    fn keeps_the_known_ones_once_and_drops_the_rest() {
        let list = json!([
            "nfc",
            "usb",
            "usb",
            "<script>",
            7,
            null,
            "USB",
            "x".repeat(9000)
        ]);
        assert_eq!(
            Transport::from_browser(Some(&list)),
            [Transport::Usb, Transport::Nfc]
        );
        assert_eq!(Transport::from_browser(Some(&json!({"usb": 1}))), []);
        assert_eq!(Transport::from_browser(None), []);
    }

    #[test]
    fn a_stored_line_comes_back() {
        assert_eq!(
            Transport::from_line(&Transport::line(&Transport::ALL)),
            Transport::ALL
        );
        assert_eq!(Transport::from_line(""), []);
    }
}
