using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Angioboard.Core.Settings;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>Values with text keys, each a document of its key and JSON, so that fields may be added and removed.</summary>
public sealed class StoredValues<T> where T : class
{
    private static readonly JsonSerializerOptions Json = new(SettingsFile.Json)
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new SharedText() },
    };

    // This many texts are kept in memory at once while their values are parsed on all processors.
    private const int AtOnce = 512;

    private readonly string collection;
    private readonly Database database;

    internal StoredValues(string collection, Database database) => (this.collection, this.database) = (collection, database);

    /// <summary>Every value.</summary>
    public IReadOnlyList<T> All() =>
        [.. database.Read(d => (string[])[.. Documents(d).FindAll().Select(document => document["json"].AsString)]).Chunk(AtOnce)
            .SelectMany(some => some.AsParallel().AsOrdered().Select(Parse).ToArray())];

    /// <summary>The value with key <paramref name="id"/>, or null.</summary>
    public T? Find(string id) =>
        database.Read(d => Documents(d).FindById(ExactKeys.Of(id))) is { } document ? Parse(document["json"].AsString) : null;

    /// <summary>Saves a value, replacing an existing one.</summary>
    internal void Put(string id, T value)
    {
        Action<LiteDatabase> write = Putting(id, value);
        database.Write(d => Done(d, write));
    }

    /// <summary>Removes a value; false if there was none.</summary>
    internal bool Remove(string id) => database.Write(d => Documents(d).Delete(ExactKeys.Of(id)));

    /// <summary>Saving a value, as one of the writes of <see cref="Database.WriteTogether"/>.</summary>
    internal Action<LiteDatabase> Putting(string id, T value)
    {
        database.Make(collection);
        BsonDocument document = ToDocument(ExactKeys.Of(id), value);
        return d => Documents(d).Upsert(document);
    }

    /// <summary>Removing a value, likewise.</summary>
    internal Action<LiteDatabase> Removing(string id) => d => Documents(d).Delete(ExactKeys.Of(id));

    /// <summary>Changing values, likewise; those for which <paramref name="change"/> returns its argument stay.</summary>
    internal Action<LiteDatabase> Changing(Func<T, T> change) => d =>
    {
        foreach (BsonDocument document in Documents(d).FindAll().ToArray())
        {
            T before = Parse(document["json"].AsString), after = change(before);
            if (!ReferenceEquals(before, after)) Documents(d).Update(ToDocument(document["_id"], after));
        }
    };

    private ILiteCollection<BsonDocument> Documents(LiteDatabase open) => open.GetCollection(collection);

    private static bool Done(LiteDatabase open, Action<LiteDatabase> write)
    {
        write(open);
        return true;
    }

    private static BsonDocument ToDocument(BsonValue id, T value) =>
        new() { ["_id"] = id, ["json"] = System.Text.Json.JsonSerializer.Serialize(value, Json) };

    private static T Parse(string json) => System.Text.Json.JsonSerializer.Deserialize<T>(json, Json)!;
}
