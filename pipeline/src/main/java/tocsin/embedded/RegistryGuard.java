package tocsin.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import tocsin.model.Sha256;

/// How the embedded registry asks for passwords, and who may do what there: Tocsin everything, the client read and look
/// up, for the schemas are Tocsin's own.
final class RegistryGuard {
    private static final String OWNER = "owner";
    private static final String READER = "reader";

    private RegistryGuard() {}

    /// What tells the users of one pair from those of another; empty for a registry that asks nobody.
    static String mark(@Nullable PairAccess access) {
        return access == null ? "" : Sha256.of(text(access).getBytes(StandardCharsets.UTF_8));
    }

    /// Writes the settings beside the registry's data, readable by their owner only.
    static Path write(Path folder, PairAccess access) throws IOException {
        Path file = folder.resolve("users.properties");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text(access));
        return file;
    }

    private static String text(PairAccess access) {
        String users = "quarkus.security.users.embedded.";
        String auth = "quarkus.http.auth.";
        return String.join("\n", auth + "basic=true", users + "plain-text=true",
                users + "users." + PairAccess.OWN + "=" + access.ownRegistryPassword(),
                users + "roles." + PairAccess.OWN + "=" + OWNER,
                users + "users." + PairAccess.CLIENT + "=" + access.clientPassword(),
                users + "roles." + PairAccess.CLIENT + "=" + READER,
                auth + "policy.own.roles-allowed=" + OWNER,
                auth + "policy.all.roles-allowed=" + OWNER + "," + READER,
                permissions("everything", "/*", "own"),
                // To look a schema up, or ask whether one would fit, is a POST that changes nothing.
                permissions("lookup", "/apis/ccompat/v7/subjects/*,/apis/ccompat/v7/compatibility/*", "all"),
                permissions("register", "/apis/ccompat/v7/subjects/*/*", "own"), "");
    }

    /// The permissions of some paths, of every method, for the registry refuses a method that none of them names.
    private static String permissions(String name, String paths, String whoMayPost) {
        return permission(name + "-reading", paths, "GET,HEAD", "all") + "\n"
                + permission(name + "-asking", paths, "POST", whoMayPost) + "\n"
                + permission(name + "-writing", paths, "PUT,DELETE,PATCH,OPTIONS,TRACE,CONNECT", "own");
    }

    private static String permission(String name, String paths, String methods, String policy) {
        String prefix = "quarkus.http.auth.permission." + name + ".";
        return prefix + "paths=" + paths + "\n" + prefix + "methods=" + methods + "\n" + prefix + "policy=" + policy;
    }
}
