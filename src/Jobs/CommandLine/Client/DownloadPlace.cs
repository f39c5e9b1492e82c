using Angioboard.Core;

namespace Angioboard.Jobs.CommandLine.Client;

/// <summary>Where a downloaded file belongs. Its name comes from the server, which may be anybody's.</summary>
internal static class DownloadPlace
{
    /// <summary>The end of the name of a file that is not complete.</summary>
    public const string Partial = ".part";

    /// <summary>The path of a file below a folder.</summary>
    /// <exception cref="InputException">The name leads out of the folder, or is none that every system allows.</exception>
    public static string Of(string folder, string name)
    {
        string[] parts = name.Split('/');
        if (name.Length is 0 or > 500 || name.EndsWith(Partial, StringComparison.Ordinal) || parts.Any(part => part is "" or "." or ".."
            || part.Any(c => char.IsControl(c) || c is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')))
            throw new InputException($"{name}: the server names a file so that it cannot be written safely; it is left out");
        string root = Path.GetFullPath(folder), path = Path.GetFullPath(Path.Combine([root, .. parts]));
        if (!path.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InputException($"{name}: leads out of {folder}; it is left out");
        // A link among the folders, or in place of the file, would lead elsewhere.
        for (string? place = path; place is not null && place.Length > root.Length; place = Path.GetDirectoryName(place))
        {
            if (new FileInfo(place).LinkTarget is not null)
                throw new InputException($"{place}: is a link; remove it, or choose another folder with --output");
        }
        return path;
    }
}
