using System.Security.Cryptography;
using System.Text;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>
/// Keys of documents as bytes. The database takes texts that differ in case only for one, so that <c>Demo/Train_1</c> would replace
/// <c>demo/Train_1</c>, and takes no long ones.
/// </summary>
internal static class ExactKeys
{
    // The database allows 1023 bytes for a key and its type.
    private const int Longest = 1000;

    /// <summary>The key of a text.</summary>
    public static BsonValue Of(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new BsonValue(bytes.Length <= Longest ? bytes : SHA256.HashData(bytes));
    }

    /// <summary>Replaces the texts that were keys up to schema 1.</summary>
    /// <param name="database">The database.</param>
    /// <param name="others">Collections that <see cref="StoredValues{T}"/> does not write.</param>
    public static void Convert(LiteDatabase database, IReadOnlyCollection<string> others)
    {
        foreach (string name in database.GetCollectionNames().Except(others).ToArray())
        {
            ILiteCollection<BsonDocument> documents = database.GetCollection(name);
            foreach (BsonDocument document in documents.FindAll().Where(document => document["_id"].IsString).ToArray())
            {
                BsonValue before = document["_id"];
                document["_id"] = Of(before.AsString);
                // If this is interrupted, both are there, and the next start does it again.
                documents.Upsert(document);
                documents.Delete(before);
            }
        }
    }
}
