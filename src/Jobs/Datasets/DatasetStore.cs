using Angioboard.Jobs.Store;
using LiteDB;

namespace Angioboard.Jobs.Datasets;

/// <summary>The registered data sets.</summary>
public sealed class DatasetStore(Database database)
{
    private readonly StoredValues<Dataset> stored = database.Collection<Dataset>("datasets");

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<Dataset> All() => [.. stored.All().OrderBy(dataset => dataset.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The data set of this name, or null.</summary>
    public Dataset? Find(string name) => stored.Find(name);

    /// <summary>Registers a data set, or changes it.</summary>
    internal void Put(Dataset dataset) => stored.Put(dataset.Name, dataset);

    /// <summary>The same, as one of several writes.</summary>
    internal Action<LiteDatabase> Putting(Dataset dataset) => stored.Putting(dataset.Name, dataset);

    /// <summary>Removing one, likewise.</summary>
    internal Action<LiteDatabase> Removing(string name) => stored.Removing(name);

    /// <summary>Removes a data set from the list; its files stay.</summary>
    internal bool Remove(string name) => stored.Remove(name);
}
