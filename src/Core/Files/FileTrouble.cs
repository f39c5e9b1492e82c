namespace Angioboard.Core.Files;

/// <summary>Words a system error on a file or folder for the user: .NET's messages repeat the path and mention its calls.</summary>
public static class FileTrouble
{
    /// <summary>The trouble in a few words, without the path.</summary>
    /// <param name="error">An <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
    /// <param name="file">The expected file; null if it is known to be one, or a folder was expected.</param>
    public static string Words(Exception error, string? file = null) => error switch
    {
        // The system says so in several ways.
        _ when file is not null && Directory.Exists(file) => "it is a folder",
        FileNotFoundException or DirectoryNotFoundException => "it is not there",
        UnauthorizedAccessException => "permission is denied",
        PathTooLongException => "its name is too long",
        EndOfStreamException => "it ends too early",
        // Outside Windows the number is errno.
        IOException { HResult: 5 } => "the disk reports an error",
        IOException { HResult: 23 or 24 } => "too many files are open",
        IOException { HResult: 27 } => "the file would be larger than the limit for files",
        IOException { HResult: 28 } => "the disk is full",
        IOException { HResult: 30 } => "the disk is read-only",
        IOException { HResult: 116 } => "the network drive no longer has it (stale file handle)",
        IOException { HResult: 122 } => "the user's disk quota is used up",
        _ => error.Message.Split(" : ")[0].Split(" (Parameter")[0].ReplaceLineEndings(" ").TrimEnd('.'),
    };
}
