//! Passwords as hashes: Argon2id (RFC 9106), 19 MiB, two passes, one lane (OWASP Password Storage
//! Cheat Sheet), so many at once and no more.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use keyward_web::Problem;
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Hashes and checks passwords away from the threads that answer requests.
#[derive(Clone)]
pub struct Hasher {
    at_once: Arc<Semaphore>,
}

/// What a password is checked against when there is no account, so that it takes as long.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash("nobody's password, which opens nothing").unwrap_or_default());

impl Hasher {
    /// A hasher that does so many at once.
    pub fn new(at_once: usize) -> Self {
        Self {
            at_once: Arc::new(Semaphore::new(at_once)),
        }
    }

    /// The hash of a password, as a PHC string.
    ///
    /// # Errors
    /// A bug's page when the operating system fails us.
    pub async fn hash(&self, password: String) -> Result<String, Problem> {
        let password = Zeroizing::new(password);
        self.apart(move || hash(&password))
            .await?
            .ok_or_else(|| Problem::bug("no hash was made"))
    }

    /// Whether this password has this hash. Without a hash it is never so, and takes as long.
    ///
    /// # Errors
    /// A bug's page when the operating system fails us.
    pub async fn matches(&self, password: String, hash: Option<String>) -> Result<bool, Problem> {
        let password = Zeroizing::new(password);
        self.apart(move || {
            let found = is_hash_of(hash.as_deref().unwrap_or(&NOBODY), &password);
            found && hash.is_some()
        })
        .await
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let _one_of_few = self.at_once.acquire().await.map_err(Problem::bug)?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(Problem::bug)
    }
}

fn hash(password: &str) -> Option<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .ok()
        .map(|hash| hash.to_string())
}

fn is_hash_of(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_alone() {
        let hasher = Hasher::new(1);
        let hash = hasher.hash("correct horse battery".into()).await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(
            hasher
                .matches("correct horse battery".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(
            !hasher
                .matches("correct horse batterx".into(), Some(hash))
                .await
                .unwrap()
        );
        let nobody = "nobody's password, which opens nothing".to_owned();
        assert!(!hasher.matches(nobody, None).await.unwrap());
    }
}
