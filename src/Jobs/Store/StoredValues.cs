using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Angioboard.Core.Training;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>Values filed by a text, each a document of its id and its JSON, which tolerates fields that come and go.</summary>
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

    // So many texts are held at once while their values are made on all processors.
    private const int AtOnce = 512;

    private readonly ILiteCollection<BsonDocument> documents;
    private readonly Database database;

    internal StoredValues(ILiteCollection<BsonDocument> documents, Database database) => (this.documents, this.database) = (documents, database);

    /// <summary>Every value.</summary>
    public IReadOnlyList<T> All() =>
        [.. documents.FindAll().Select(document => document["json"].AsString).Chunk(AtOnce).SelectMany(some => some.AsParallel().AsOrdered().Select(Parse).ToArray())];

    /// <summary>The value filed under <paramref name="id"/>, or null.</summary>
    public T? Find(string id) => documents.FindById(id) is { } document ? Read(document) : null;

    /// <summary>Files a value, in the place of the one before.</summary>
    internal void Put(string id, T value)
    {
        BsonDocument document = ToDocument(id, value);
        database.Write(() => documents.Upsert(document));
    }

    /// <summary>Files many values in one go.</summary>
    internal void PutAll(IEnumerable<(string Id, T Value)> values) => database.Write(() => documents.Upsert(values.Select(v => ToDocument(v.Id, v.Value))));

    /// <summary>Takes a value out; false if there was none.</summary>
    internal bool Remove(string id) => database.Write(() => documents.Delete(id));

    private static BsonDocument ToDocument(string id, T value) => new() { ["_id"] = id, ["json"] = System.Text.Json.JsonSerializer.Serialize(value, Json) };

    private static T Read(BsonDocument document) => Parse(document["json"].AsString);

    private static T Parse(string json) => System.Text.Json.JsonSerializer.Deserialize<T>(json, Json)!;
}
