//! The words of a follow-up, whatever it is made of: every text of its JSON.

use serde_json::Value;
use zeroize::Zeroizing;

use super::key::Key;

/// Every text of a JSON document that somebody may have written, in order; identifiers are none.
/// What is no JSON is one text.
pub(super) fn strings(words: &str) -> Vec<Zeroizing<String>> {
    let mut texts = Vec::new();
    match serde_json::from_str(words) {
        Ok(document) => collect(document, &mut texts),
        Err(_) => texts.push(Zeroizing::new(words.to_owned())),
    }
    texts
}

fn collect(value: Value, texts: &mut Vec<Zeroizing<String>>) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::String(text) => {
            let text = Zeroizing::new(text);
            if Key::of(&text).is_none() && !text.trim().is_empty() {
                texts.push(text);
            }
        }
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, texts)),
        Value::Object(fields) => {
            fields
                .into_iter()
                .for_each(|(_, value)| collect(value, texts));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_found_and_no_identifier() {
        let id = "019ac1c4-2c40-7000-8000-0123456789ab";
        let words = format!(
            r#"{{"contact":{{"with":"social_worker","person":{{"id":"{id}","name":"Ann"}},"reached":true}},"options":["Wait"," "],"n":3}}"#
        );
        let mut texts: Vec<String> = strings(&words)
            .iter()
            .map(|text| text.to_string())
            .collect();
        texts.sort();
        assert_eq!(texts, ["Ann", "Wait", "social_worker"]);
        assert_eq!(strings("Rang home.")[0].as_str(), "Rang home.");
    }
}
