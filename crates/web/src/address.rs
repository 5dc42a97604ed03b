//! Where a request comes from, for throttling.

use std::net::IpAddr;

use axum::http::HeaderMap;

/// The reverse proxies whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(pub Vec<IpAddr>);

/// The address of the person's machine: the connection's own, or, when that is a trusted proxy,
/// the last address in `X-Forwarded-For` that is not a trusted proxy itself.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, proxies: &TrustedProxies) -> IpAddr {
    let trusted = |address: &IpAddr| proxies.0.contains(address);
    if !trusted(&peer) {
        return peer;
    }
    let values: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    values
        .iter()
        .flat_map(|value| value.split(','))
        .map(|part| part.trim().parse::<IpAddr>())
        .rev()
        .map_while(Result::ok)
        .find(|address| !trusted(address))
        .unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_may_name_somebody_else() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let stranger: IpAddr = "203.0.113.9".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-forwarded-for",
            "1.1.1.1, 198.51.100.7, 10.0.0.1".parse().unwrap(),
        );
        let proxies = TrustedProxies(vec![proxy]);
        assert_eq!(
            client_address(proxy, &headers, &proxies).to_string(),
            "198.51.100.7"
        );
        assert_eq!(client_address(stranger, &headers, &proxies), stranger);
        headers.insert("x-forwarded-for", "1.1.1.1, nonsense".parse().unwrap());
        assert_eq!(client_address(proxy, &headers, &proxies), proxy);
    }
}
