package tocsin.schemas;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/// The settings of the serde, under the names Confluent's own serde gives them.
///
/// @param url `schema.registry.url`
/// @param userInfo `basic.auth.user.info` (with `basic.auth.credentials.source=USER_INFO`), or null
/// @param autoRegister `auto.register.schemas`, true unless given
/// @param cacheFolder `tocsin.schema.cache.dir`, our own: where ids are remembered over restarts, or null
public record RegistrySettings(String url, @Nullable String userInfo, boolean autoRegister,
        @Nullable Path cacheFolder) {
    public static final String URL = "schema.registry.url";
    public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    public static final String USER_INFO = "basic.auth.user.info";
    public static final String AUTO_REGISTER = "auto.register.schemas";
    public static final String CACHE_DIR = "tocsin.schema.cache.dir";

    /// Reads the settings of a Kafka client. Throws [ConfigException] naming the setting that is missing or wrong.
    public static RegistrySettings from(Map<String, ?> configs) {
        Object url = configs.get(URL);
        if (url == null || url.toString().isBlank()) {
            throw new ConfigException(URL, url, "name the schema registry's address");
        }
        Object source = configs.get(CREDENTIALS_SOURCE);
        if (source != null && !source.equals("USER_INFO") && !source.equals("URL")) {
            throw new ConfigException(CREDENTIALS_SOURCE, source, "only USER_INFO is spoken here");
        }
        Object userInfo = configs.get(USER_INFO);
        Object auto = configs.get(AUTO_REGISTER);
        Object folder = configs.get(CACHE_DIR);
        return new RegistrySettings(url.toString(),
                userInfo == null || userInfo.toString().isBlank() ? null : userInfo.toString(),
                auto == null || Boolean.parseBoolean(auto.toString()),
                folder == null ? null : Path.of(folder.toString()));
    }

    /// Ids over a client of its own for these settings.
    public SchemaIds open() {
        return new SchemaIds(new RegistryClient(url, userInfo), cacheFolder, autoRegister);
    }

    @Override
    public String toString() {
        return "RegistrySettings[url=" + url + ", userInfo=" + (userInfo == null ? "none" : "given") + "]";
    }
}
