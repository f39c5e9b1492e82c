using Angioboard.Jobs.Store;
using LiteDB;

namespace Angioboard.Jobs.Datasets;

/// <summary>The versions of registered data sets.</summary>
public sealed class DatasetVersions(Database database)
{
    private readonly StoredValues<History> stored = database.Collection<History>("dataset_versions");

    /// <summary>A data set's versions, the oldest first; one that never changed has one.</summary>
    public IReadOnlyList<DatasetVersion> Of(Dataset dataset) =>
        stored.Find(dataset.Name)?.Versions ?? [DatasetVersion.First(dataset, null)];

    /// <summary>The fingerprints of a data set's versions, as far as known; none for null.</summary>
    public IReadOnlyList<string> Fingerprints(Dataset? dataset) => dataset is null ? []
        : [.. Of(dataset).Select(version => version.Fingerprint).OfType<string>().Distinct()];

    /// <summary>Saves a data set's versions, as one of several writes.</summary>
    internal Action<LiteDatabase> Putting(string name, IReadOnlyList<DatasetVersion> versions) =>
        stored.Putting(name, new History(versions));

    internal void Put(string name, IReadOnlyList<DatasetVersion> versions) => stored.Put(name, new History(versions));

    internal void Remove(string name) => stored.Remove(name);

    internal Action<LiteDatabase> Removing(string name) => stored.Removing(name);

    private sealed record History(IReadOnlyList<DatasetVersion> Versions);
}
