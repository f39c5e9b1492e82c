using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Core.Files;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>
/// The embedded database of a data folder. One process at a time: LiteDB does not keep a second one out, but the lock file beside it does.
/// When a write returns, its data is on the disk.
/// </summary>
public sealed class Database : IDisposable
{
    /// <summary>The schema version of the collections.</summary>
    public const int SchemaVersion = 2;

    internal const string EpochsName = "epochs";

    private const string ChecksName = "checks";
    private const int ProbeBytes = 8192;
    private static readonly TimeSpan CheckedFor = TimeSpan.FromSeconds(5);

    // When the log is larger than this, it is merged into the file here, after it was flushed to the disk. LiteDB itself would merge it
    // earlier, within a commit: a power cut could then leave half of that commit in the database.
    private const long LargestLog = 8 << 20;
    private const int NeverByItself = 200_000;

    // A database that was created but never written to has version 0 and needs no step.
    private static readonly SchemaStep[] Steps = [new(1, database => ExactKeys.Convert(database, [EpochsName, ChecksName]))];

    private readonly FileStream? ownership;
    private readonly DatabaseEngine engine;
    private readonly DatabaseRecovery recovery;
    private readonly string path;
    private readonly MadeCollections collections;
    private volatile bool named;
    private long written;

    private Database(FileStream? ownership, LiteDatabase opened, string path, Func<LiteDatabase> open)
    {
        (this.ownership, this.path) = (ownership, path);
        engine = new DatabaseEngine(opened, path, open);
        recovery = new DatabaseRecovery(engine, path, Probe);
        collections = new MadeCollections(engine);
        engine.TroubleChanged = () =>
        {
            collections.Forget();
            if (Trouble is not null) recovery.Begin();
            TroubleChanged?.Invoke();
        };
    }

    /// <summary>Why nothing can be changed now; null if changes are possible.</summary>
    public DatabaseTrouble? Trouble => engine.Trouble;

    /// <summary><see cref="Trouble"/> has changed. Called on the thread that had the error: listeners must be quick.</summary>
    public event Action? TroubleChanged;

    /// <summary>Called when the file permanently fails to open: the process should end, so that it is started again.</summary>
    public event Action<string>? Lost
    {
        add => recovery.Lost += value;
        remove => recovery.Lost -= value;
    }

    /// <summary>Registers an action that reads memory again from the database after trouble, before anything can be changed.</summary>
    internal void OnReopened(Action reload) => recovery.Add(reload);

    /// <summary>Checks whether the database can be written, with a real write unless there was one in the last seconds.</summary>
    public DatabaseTrouble? Check()
    {
        if (Trouble is { } known) return known;
        if (TimeProvider.System.GetElapsedTime(Interlocked.Read(ref written)) < CheckedFor) return null;
        try
        {
            Write(Probe);
            return null;
        }
        catch (DatabaseTroubleException e)
        {
            return e.Trouble;
        }
    }

    /// <summary>While the database is in trouble, refuses changes that would start by changing folders.</summary>
    /// <exception cref="DatabaseTroubleException">The database is in trouble.</exception>
    internal void RequireWritable()
    {
        if (Trouble is { } known) throw DatabaseTroubleException.Refused(known);
    }

    /// <summary>The path of a data folder's database.</summary>
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "angioboard.db");

    /// <summary>
    /// Opens the database of a data folder. A missing one is created; an older one is upgraded, and a copy of the old one is kept.
    /// </summary>
    /// <exception cref="InputException">
    /// Another dashboard has the folder, or the database cannot be read; the inner exception is then a <see
    /// cref="DamagedDatabaseException"/>, and the database is left as it is.
    /// </exception>
    public static Database Open(string dataFolder) => Open(dataFolder, SchemaVersion, Steps);

    /// <summary>Opens it as another version of the program would.</summary>
    internal static Database Open(string dataFolder, int version, IReadOnlyList<SchemaStep> steps)
    {
        AtomicFile.CreateFolder(dataFolder);
        FileStream ownership = Own(dataFolder);
        try
        {
            return OpenFile(PathIn(dataFolder), ownership, version, steps);
        }
        catch (DamagedDatabaseException e)
        {
            ownership.Dispose();
            throw new InputException(
                $"{PathIn(dataFolder)}: cannot be read as Angioboard's database: {ErrorWords.Of(e)}; it is left as it is: `angioboard "
                    + $"reindex` keeps a copy "
                + "of it and finds the runs again from their folders", e);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>Takes a data folder, so that no dashboard can start there; released when disposed.</summary>
    /// <exception cref="InputException">A dashboard is using it.</exception>
    internal static FileStream Own(string dataFolder)
    {
        string path = Path.Combine(dataFolder, "angioboard.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException(
                SystemFault.Shortage(e)
                    ?? $"{dataFolder}: another dashboard runs on this data folder, or it cannot be written to; stop that one, "
                    + "or set Angioboard__DataFolder to another folder", e);
        }
    }

    /// <summary>Opens a database file in a folder that this process has taken.</summary>
    /// <exception cref="DamagedDatabaseException">It cannot be read; it is left as it is.</exception>
    /// <exception cref="InputException">A newer version of the program wrote it.</exception>
    internal static Database OpenFile(string path) => OpenFile(path, null, SchemaVersion, Steps);

    private static Database OpenFile(string path, FileStream? ownership, int version, IReadOnlyList<SchemaStep> steps) =>
        new(ownership, OpenEngine(path, version, steps, whole: true), path, () => OpenEngine(path, version, steps, whole: false));

    private static LiteDatabase OpenEngine(string path, int version, IReadOnlyList<SchemaStep> steps, bool whole)
    {
        DatabaseFile file = new(path);
        LiteDatabase? database = null;
        try
        {
            file.Inspect();
            file.Crop();
            database = new LiteDatabase(new ConnectionString { Filename = path, Connection = ConnectionType.Direct });
            SchemaUpgrade.Run(database, path, version, steps);
            // There are many epochs, and they are read on demand; everything else is read at the start anyway.
            foreach (string name in whole ? database.GetCollectionNames().Where(name => name != EpochsName).ToArray() : [])
            {
                foreach (BsonDocument document in database.GetCollection(name).FindAll()) _ = document.Count;
            }
            if (database.CheckpointSize != NeverByItself) database.CheckpointSize = NeverByItself;
            return database;
        }
        catch (Exception e) when (SystemFault.IsSystems(e))
        {
            if (database is not null) FailedEngine.Close(database);
            throw new InputException(SystemFault.Line(path, e, "let the dashboard's user read and write it"), e);
        }
        catch (Exception e) when (e is not (InputException or DamagedDatabaseException))
        {
            // LiteDB throws any kind of exception at a damaged page.
            if (database is not null) FailedEngine.Close(database);
            file.Restore();
            throw new DamagedDatabaseException(e.Message, e);
        }
        catch
        {
            if (database is not null) FailedEngine.Close(database);
            throw;
        }
    }

    /// <summary>Makes a collection before the first write to it, outside any transaction.</summary>
    internal void Make(string name) => collections.Make(name);

    /// <summary>A collection of values with text keys.</summary>
    internal StoredValues<T> Collection<T>(string name) where T : class => new(name, this);

    /// <summary>Copies the database as of one moment; writes wait until it is done.</summary>
    /// <param name="target">The file to create, readable only by its owner.</param>
    /// <exception cref="InputException">The file exists or cannot be written.</exception>
    internal void Backup(string target)
    {
        if (File.Exists(target) || Directory.Exists(target)) throw new InputException($"{target}: already exists; choose another name");
        engine.Alone(database =>
        {
            DatabaseFile.Fold(database, path);
            AtomicFile.Write(target, stream =>
            {
                if (!OperatingSystem.IsWindows() && stream is FileStream file)
                    File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                using FileStream source = new(SharedFile.Open(path), FileAccess.Read);
                source.CopyTo(stream);
            });
        });
    }

    /// <summary>All documents of a collection, unparsed.</summary>
    internal IReadOnlyList<BsonDocument> Documents(string collection) =>
        Read(database => (BsonDocument[])[.. database.GetCollection(collection).FindAll()]);

    /// <summary>Saves documents as they are.</summary>
    internal void Fill(string collection, IEnumerable<BsonDocument> documents) =>
        Write(database => database.GetCollection(collection).Upsert(documents));

    /// <summary>The names of the collections.</summary>
    internal IReadOnlyList<string> CollectionNames => Read(database => (string[])[.. database.GetCollectionNames()]);

    /// <summary>Reads. The result must not be lazy.</summary>
    /// <exception cref="DatabaseTroubleException">It cannot be read.</exception>
    internal T Read<T>(Func<LiteDatabase, T> read) => engine.Read(read);

    /// <summary>Writes, and returns when the data would survive a power cut.</summary>
    /// <exception cref="DatabaseTroubleException">It was not written, or that is unknown.</exception>
    internal T Write<T>(Func<LiteDatabase, T> write)
    {
        T done = engine.Write(write);
        Interlocked.Exchange(ref written, TimeProvider.System.GetTimestamp());
        // Both files exist from the first write on and keep their names.
        if (!named) Disk.FlushNames(Path.GetDirectoryName(path)!);
        named = true;
        if (DatabaseFile.LogLength(path) > LargestLog) Fold();
        return done;
    }

    /// <summary>Does several writes, all or nothing.</summary>
    /// <exception cref="DatabaseTroubleException">They were not written, or that is unknown.</exception>
    internal void WriteTogether(IEnumerable<Action<LiteDatabase>> writes)
    {
        // Preparing them may make collections.
        Action<LiteDatabase>[] all = [.. writes];
        Write(database =>
        {
            database.BeginTrans();
            try
            {
                foreach (Action<LiteDatabase> write in all) write(database);
                database.Commit();
            }
            catch (LiteException)
            {
                database.Rollback();
                throw;
            }
            return true;
        });
    }

    private static bool Probe(LiteDatabase database) =>
        database.GetCollection(ChecksName)
            .Upsert(new BsonDocument { ["_id"] = "last", ["at"] = TimeProvider.System.GetUtcNow().UtcDateTime,
                ["fill"] = new byte[ProbeBytes] });

    private void Fold()
    {
        try
        {
            engine.Alone(database =>
            {
                if (DatabaseFile.LogLength(path) > LargestLog) DatabaseFile.Fold(database, path);
            });
        }
        catch (LiteException e) when (e.ErrorCode == LiteException.LOCK_TIMEOUT)
        {
            // A long read is in progress. The data is in the log, and a later write merges it.
        }
        catch (DatabaseTroubleException)
        {
            // The data is in the log and saved, whether the merge succeeds or not.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        recovery.Dispose();
        engine.Dispose();
        ownership?.Dispose();
    }
}
