package tocsin.rules.directory;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.rules.Words;

/// A display board (显示屏).
///
/// @param id its id
/// @param name its name
/// @param desk the desk whose incidents it shows
/// @param area the area it stands in, as a code
/// @param latitude where it stands, degrees north
/// @param longitude where it stands, degrees east
/// @param provider what drives it: `web`, `ntcip` or `mqtt`
/// @param address where it is driven at: `host:port` of an NTCIP board; null for others
/// @param languages the languages it can show, `zh` and `en`
/// @param rows lines it can show at once
/// @param columns characters a line can hold; a Chinese character takes two
/// @param open whether the public sees it: then it shows nothing that was not approved
/// @param enrolled whether exercises may be shown on it
public record Board(String id, Words name, String desk, String area, double latitude, double longitude,
        String provider, @Nullable String address, Set<String> languages, int rows, int columns, boolean open,
        boolean enrolled) {}
