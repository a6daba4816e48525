/// What protects requests on their way: TLS and its certificates, proxies that are believed, and the addresses that are our
/// own.
///
/// In: configuration, certificate files, headers of requests. Out: keys a server can use, the address a request came from.
/// Kept: the certificate in service. A certificate that cannot be used is told with its file and what to do; a renewal
/// that fails leaves the one before in service.
@NullMarked
package tocsin.transit;

import org.jspecify.annotations.NullMarked;
