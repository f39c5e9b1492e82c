using Angioboard.Jobs.Datasets.Roots;

namespace Angioboard.Jobs.Datasets;

/// <summary>Whether a registered data set's files are still there.</summary>
/// <param name="Problem">What is missing and what to do, in one line; null if nothing is.</param>
/// <param name="Outside">Whether its files are outside all data roots, so that it is not checked whether they exist.</param>
public sealed record DatasetState(string? Problem, bool Outside = false)
{
    /// <summary>Checks whether its files exist, but not its frames.</summary>
    public static DatasetState Of(Dataset dataset, DataRoots roots)
    {
        foreach (string path in new[] { dataset.Datadir, dataset.Split })
            if (roots.Find(path) is null) return new($"{path}: {DataRoots.Outside}", Outside: true);
        if (!Directory.Exists(dataset.Datadir))
            return new(
                $"{dataset.Datadir}: the folder of the frames is gone; bring it back or mount it again, or register the dataset again");
        return File.Exists(dataset.Split)
            ? new((string?)null)
            : new($"{dataset.Split}: the split file is gone; bring it back, or register the dataset again");
    }

    /// <summary>Whether it can be used.</summary>
    public bool Ready => Problem is null;
}
