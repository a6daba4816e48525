package tocsin.text;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a file cannot be used, in words for a person.
public final class FileTrouble {
    private FileTrouble() {}

    /// The reason without the file's name, such as "there is no such file".
    public static String of(IOException trouble) {
        return switch (trouble) {
            case NoSuchFileException _ -> "there is no such file";
            case FileNotFoundException _ -> "there is no such file, or it may not be used";
            case AccessDeniedException _ -> "permission is denied";
            case NotDirectoryException _ -> "it is no folder";
            case DirectoryNotEmptyException _ -> "the folder is not empty";
            case FileAlreadyExistsException _ -> "there is something of that name already";
            case FileSystemLoopException _ -> "its links lead in a circle";
            case CharacterCodingException _ -> "it is not UTF-8 text";
            case EOFException _ -> "it ends too early";
            case FileSystemException system when system.getReason() != null -> said(system.getReason());
            default -> said(trouble.getMessage());
        };
    }

    private static String said(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return "the system does not say why";
        }
        if (reason.toLowerCase(Locale.ROOT).contains("is a directory")) {
            return "it is a folder";
        }
        return PlainText.line(reason);
    }
}
