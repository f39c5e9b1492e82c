using Angioboard.Core.Files.Opening;

namespace Angioboard.Jobs.SharedBox;

/// <summary>A group's access to what it shares: through every folder above it.</summary>
internal static class GroupPath
{
    /// <summary>
    /// Folders above the data folder and the results that the group cannot pass through, in one line for each of the two; none if it can.
    /// </summary>
    public static IEnumerable<string> Closed(AngioboardOptions options, uint group)
    {
        string data = Path.GetFullPath(options.DataFolder);
        foreach ((string folder, string setting) in new[] { (data, "DataFolder"), (options.Results, "ResultsFolder") })
        {
            // The program opens the data folder itself.
            string[] closed = [.. Above(folder).Prepend(folder).Where(above => above != data && IsClosed(above, group))];
            if (closed.Length == 0) continue;
            string opening =
                string.Join(" && ",
                    closed.Select(above => $"chmod {(FileStatus.Of(above, follow: true)!.Group == group ? "g" : "o")}+x {above}"));
            yield return $"{folder}: the group {options.Group} cannot get there, for "
                + $"{string.Join(" and ", closed)} {(closed.Length == 1 ? "is" : "are")} closed to it; "
                + $"set Angioboard:{setting} to a folder elsewhere, or open {(closed.Length == 1 ? "it" : "them")}: {opening}";
            // The results inside are behind the same folders.
            if (options.Results.StartsWith(data + Path.DirectorySeparatorChar, StringComparison.Ordinal)) yield break;
        }
    }

    private static bool IsClosed(string folder, uint group) =>
        FileStatus.Of(folder, follow: true) is { } status
            && !status.Mode.HasFlag(status.Group == group ? UnixFileMode.GroupExecute : UnixFileMode.OtherExecute);

    private static IEnumerable<string> Above(string folder)
    {
        for (string? at = Path.GetDirectoryName(folder); at is not null; at = Path.GetDirectoryName(at)) yield return at;
    }
}
