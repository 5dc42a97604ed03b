//! How a letter leaves: over SMTP, or as an `.eml` file (RFC 5322) in a folder.

use std::path::PathBuf;

use keyward_moment::Moment;
use lettre::message::{Mailbox, Message};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::config::{Config, MailServer};

/// The way out for letters.
#[derive(Clone)]
pub struct Delivery {
    from: Mailbox,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Files(PathBuf),
}

/// A letter, opened for sending.
pub(super) struct Open {
    pub id: String,
    pub to: String,
    pub subject: String,
    pub body: String,
    pub made_at: Moment,
}

impl Delivery {
    /// The way out that the settings name.
    ///
    /// # Errors
    /// In words, when the mail server's address cannot be used.
    pub fn new(config: &Config) -> Result<Self, String> {
        let address = config
            .mail_from
            .parse()
            .map_err(|_| "mail_from is no address".to_owned())?;
        let way = match &config.mail_server {
            MailServer::Files(folder) => Way::Files(folder.clone()),
            MailServer::Smtp(url) => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|_| "setting mail_server: the address cannot be used".to_owned())?;
                Way::Smtp(transport.build())
            }
        };
        Ok(Self {
            from: Mailbox::new(Some("Keyward".into()), address),
            way,
        })
    }

    /// Sends a letter.
    ///
    /// # Errors
    /// In words without the letter's content, when it could not go.
    pub(super) async fn send(&self, letter: Open) -> Result<(), String> {
        let seconds = u64::try_from(letter.made_at.as_micros() / 1_000_000).unwrap_or(0);
        let date = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        let to = letter
            .to
            .parse()
            .map_err(|_| "its address is none".to_owned())?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .date(date)
            .message_id(Some(format!("<{}@keyward>", letter.id)))
            .body(letter.body)
            .map_err(|error| error.to_string())?;
        match &self.way {
            Way::Smtp(transport) => transport
                .send(message)
                .await
                .map(drop)
                .map_err(|error| error.to_string()),
            Way::Files(folder) => {
                let path = folder.join(format!("{}.eml", letter.id));
                tokio::fs::create_dir_all(folder)
                    .await
                    .map_err(|error| error.to_string())?;
                tokio::fs::write(path, message.formatted())
                    .await
                    .map_err(|error| error.to_string())
            }
        }
    }
}
