using System.Globalization;
using System.Runtime.InteropServices;

namespace Angioboard.Core.Files.Opening;

/// <summary>
/// Exceptions for files that were not opened: system errors as .NET throws them, violations of the rule as a line for the user.
/// </summary>
internal static class FileRefusal
{
    /// <summary>The exception for the last call's errno.</summary>
    public static Exception Of(string path, OpenRule rule)
    {
        IOException system = LastError(path);
        return system.HResult switch
        {
            FileCalls.NotThere => new FileNotFoundException(system.Message, path, system),
            // For a link in the middle of the path, systems return either.
            FileCalls.NotFolder or FileCalls.Loop when !rule.Links && HasLink(path, rule) => NoFile(path, FileKind.Link),
            FileCalls.NotFolder => new DirectoryNotFoundException(system.Message, system),
            FileCalls.OtherDevice when rule.Beneath is not null => Outside(path, rule),
            FileCalls.AccessDenied or FileCalls.NotPermitted => new UnauthorizedAccessException(system.Message, system),
            FileCalls.NameTooLong => new PathTooLongException(system.Message, system),
            FileCalls.NoDevice => NoFile(path, FileStatus.Of(path, follow: true)?.Kind ?? FileKind.Device),
            _ => system,
        };
    }

    /// <summary>The last call's errno as .NET words it.</summary>
    public static IOException LastError(string path)
    {
        int number = Marshal.GetLastPInvokeError();
        return new($"{Marshal.GetPInvokeErrorMessage(number)} : '{path}'", number);
    }

    /// <summary>As in .NET: callers add the wording.</summary>
    public static UnauthorizedAccessException Folder(string path) =>
        new($"Access to the path '{path}' is denied.", new IOException("Is a directory", FileCalls.AccessDenied));

    public static InputException NoFile(string path, FileKind kind) =>
        new(kind == FileKind.Link
            ? $"{path}: is a link, which is not followed here; put the file itself in its place"
            : $"{path}: is {Word(kind)}, not a file; move it out");

    public static InputException Outside(string path, OpenRule rule) =>
        new($"{path}: points outside {rule.Beneath}; put the file itself there");

    public static InputException Anothers(string path) => new($"{path}: does not belong to the owner of its folder, so it is not read");

    public static InputException TooLarge(string path, long length, long largest) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"{path}: has {length} bytes, more than the {largest} that are allowed; move it out"));

    private static bool HasLink(string path, OpenRule rule)
    {
        string stop = rule.Beneath is { } root ? Path.GetFullPath(root) : Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        for (string? at = Path.GetFullPath(path); at is not null && at.Length > stop.Length; at = Path.GetDirectoryName(at))
            if (FileStatus.Of(at)?.Kind == FileKind.Link) return true;
        return false;
    }

    private static string Word(FileKind kind) => kind switch
    {
        FileKind.Pipe => "a pipe",
        FileKind.Socket => "a socket",
        FileKind.Link => "a link",
        FileKind.Folder => "a folder",
        FileKind.File => "a file",
        _ => "a device",
    };
}
