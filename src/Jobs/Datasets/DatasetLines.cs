using Angioboard.Jobs.Datasets.Roots;

namespace Angioboard.Jobs.Datasets;

/// <summary>Lines about a dataset's files for viewers: files by name, without the folders of the server.</summary>
public static class DatasetLines
{
    /// <summary>The line, without the folders above the dataset's own files.</summary>
    public static string ForViewers(Dataset dataset, string line) =>
        Above(dataset).Distinct().OrderByDescending(folder => folder.Length)
            .Aggregate(line, (text, folder) => text.Replace(folder, "", StringComparison.Ordinal));

    private static IEnumerable<string> Above(Dataset dataset) =>
        from path in new[] { dataset.Datadir, dataset.Split, dataset.Patients }
        where Path.IsPathFullyQualified(path ?? "")
        from known in new[] { path, RealPath.Of(path) }
        where known is not null
        let folder = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(known))
        where folder is { Length: > 1 }
        select folder + Path.DirectorySeparatorChar;
}
