using Angioboard.Jobs.Datasets.Roots;

namespace Angioboard.Jobs.Datasets;

/// <summary>Whether a registered data set is where it was.</summary>
/// <param name="Problem">What is missing and what to do, in a line; null if all is there.</param>
/// <param name="Outside">Whether its files lie below no data root, so that nobody looks whether they are there.</param>
public sealed record DatasetState(string? Problem, bool Outside = false)
{
    /// <summary>Looks for its files; frames are not looked at.</summary>
    public static DatasetState Of(Dataset dataset, DataRoots roots)
    {
        foreach (string path in new[] { dataset.Datadir, dataset.Split })
            if (roots.Find(path) is null) return new($"{path}: {DataRoots.Outside}", Outside: true);
        if (!Directory.Exists(dataset.Datadir))
            return new($"{dataset.Datadir}: the folder of the frames is gone; bring it back or mount it again, or register the dataset again");
        return File.Exists(dataset.Split)
            ? new((string?)null)
            : new($"{dataset.Split}: the split file is gone; bring it back, or register the dataset again");
    }

    /// <summary>Whether it can be used.</summary>
    public bool Ready => Problem is null;
}
