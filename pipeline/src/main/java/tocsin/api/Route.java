package tocsin.api;

import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import io.javalin.security.RouteRole;
import java.util.Optional;
import java.util.Set;

/// One address of the API, and who may ask for it: what the server itself decides by.
///
/// @param method GET or POST
/// @param path the path with its parameters in braces
/// @param access who is let in
/// @param reach what bounds do to it
/// @param personal what it shows of people; empty for nothing
public record Route(String method, String path, Access access, Reach reach, Optional<Personal> personal) {
    /// The route of an endpoint. Throws [IllegalStateException] where it does not name its access and its reach.
    static Route of(Endpoint endpoint) {
        String method = endpoint.method.name();
        Roles declared = endpoint.metadata(Roles.class);
        Set<RouteRole> roles = declared == null ? Set.of() : declared.getRoles();
        return new Route(method, endpoint.path,
                one(roles, Access.class).orElseThrow(() -> new IllegalStateException(
                        method + " " + endpoint.path + " does not say who may ask for it: name an Access")),
                one(roles, Reach.class).orElseThrow(() -> new IllegalStateException(
                        method + " " + endpoint.path + " does not say what bounds do to it: name a Reach")),
                one(roles, Personal.class));
    }

    private static <T> Optional<T> one(Set<RouteRole> roles, Class<T> type) {
        return roles.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
