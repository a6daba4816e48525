/// YAML files a person wrote, read so that every problem is told at once, with file, line and column.
///
/// In: text. Out: typed values, or an [tocsin.yaml.InvalidFileException] with all problems. Nothing is kept.
@NullMarked
package tocsin.yaml;

import org.jspecify.annotations.NullMarked;
