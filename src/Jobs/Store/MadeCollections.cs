using System.Collections.Concurrent;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>
/// Makes collections before they are written to for the first time, while nobody reads. If another thread reads a collection at the moment
/// at which a write makes it, LiteDB finds an empty page and fails (litedb-org/LiteDB, issue 2792).
/// </summary>
internal sealed class MadeCollections(DatabaseEngine engine)
{
    private readonly ConcurrentDictionary<string, bool> made = [];

    /// <summary>Makes a collection, unless it is there.</summary>
    /// <exception cref="DatabaseTroubleException">The database is in trouble, or failed.</exception>
    public void Make(string name)
    {
        if (made.ContainsKey(name)) return;
        if (engine.Trouble is { } trouble) throw DatabaseTroubleException.Refused(trouble);
        engine.Alone(database =>
        {
            if (!database.CollectionExists(name)) database.GetCollection(name).Upsert(Array.Empty<BsonDocument>());
        });
        made[name] = true;
    }

    /// <summary>Looks again at the next call, since the file was opened again.</summary>
    public void Forget() => made.Clear();
}
