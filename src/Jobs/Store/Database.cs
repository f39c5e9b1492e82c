using Angioboard.Core;
using Angioboard.Core.Formats;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>
/// The embedded database of a data folder: one for the process, since LiteDB keeps no second process out; the lock file beside it does.
/// </summary>
public sealed class Database : IDisposable
{
    /// <summary>The version of what the collections hold.</summary>
    public const int SchemaVersion = 1;

    private const string EpochsName = "epochs";

    private readonly FileStream ownership;
    private readonly LiteDatabase database;

    private Database(FileStream ownership, LiteDatabase database) => (this.ownership, this.database) = (ownership, database);

    /// <summary>Opens the database of a data folder, made if there is none.</summary>
    /// <exception cref="InputException">Another dashboard has the folder, or the database cannot be read; it is left as it is.</exception>
    public static Database Open(string dataFolder)
    {
        AtomicFile.CreateFolder(dataFolder);
        FileStream ownership = Own(dataFolder);
        string path = Path.Combine(dataFolder, "angioboard.db");
        DatabaseFile file = new(path);
        LiteDatabase? database = null;
        try
        {
            file.Inspect();
            database = new LiteDatabase(new ConnectionString { Filename = path, Connection = ConnectionType.Direct });
            Check(database, path);
            return new Database(ownership, database);
        }
        catch (Exception e) when (e is not InputException)
        {
            // LiteDB meets a damaged page with whatever exception follows from it.
            database?.Dispose();
            file.Restore();
            ownership.Dispose();
            throw file.Unreadable(e.Message, e);
        }
        catch (InputException)
        {
            database?.Dispose();
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>A collection of values filed by a text.</summary>
    public StoredValues<T> Collection<T>(string name) where T : class => new(database.GetCollection(name));

    /// <summary>The epochs of all runs.</summary>
    internal ILiteCollection<BsonDocument> Epochs => database.GetCollection(EpochsName);

    /// <inheritdoc/>
    public void Dispose()
    {
        database.Dispose();
        ownership.Dispose();
    }

    private static FileStream Own(string dataFolder)
    {
        string path = Path.Combine(dataFolder, "angioboard.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{dataFolder}: another dashboard runs on this data folder, or it cannot be written to; stop that one, or set Angioboard__DataFolder to another folder", e);
        }
    }

    private static void Check(LiteDatabase database, string path)
    {
        int version = database.UserVersion;
        if (version > SchemaVersion)
            throw new InputException($"{path}: was written by a newer Angioboard (schema {version}, this one knows {SchemaVersion}); start that version, or move the file away");
        if (version < SchemaVersion) database.UserVersion = SchemaVersion;
        // Epochs are many and read as they are wanted; all else is read at the start anyway.
        foreach (string name in database.GetCollectionNames().Where(name => name != EpochsName).ToArray())
        {
            foreach (BsonDocument document in database.GetCollection(name).FindAll()) _ = document.Count;
        }
    }
}
