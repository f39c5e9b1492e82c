using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Core.Files;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>
/// The embedded database of a data folder: one for the process, since LiteDB keeps no second process out; the lock file beside it does.
/// What was written is on the disk when the call returns.
/// </summary>
public sealed class Database : IDisposable
{
    /// <summary>The version of what the collections hold.</summary>
    public const int SchemaVersion = 1;

    internal const string EpochsName = "epochs";

    private const string ChecksName = "checks";
    private const int ProbeBytes = 8192;
    private static readonly TimeSpan CheckedFor = TimeSpan.FromSeconds(5);

    // Beyond so many bytes the log is folded in here, once it is on the disk. LiteDB on its own does so before that, within a commit: a power cut
    // then could leave half of that commit in the database.
    private const long LargestLog = 8 << 20;
    private const int NeverByItself = 200_000;

    // A database that was made and not written to has version 0; it needs no step.
    private static readonly SchemaStep[] Steps = [];

    private readonly FileStream? ownership;
    private readonly DatabaseEngine engine;
    private readonly DatabaseRecovery recovery;
    private readonly string path;
    private volatile bool named;
    private long written;

    private Database(FileStream? ownership, LiteDatabase opened, string path, Func<LiteDatabase> open)
    {
        (this.ownership, this.path) = (ownership, path);
        engine = new DatabaseEngine(opened, path, open);
        recovery = new DatabaseRecovery(engine, path, Probe);
        engine.TroubleChanged = () =>
        {
            if (Trouble is not null) recovery.Begin();
            TroubleChanged?.Invoke();
        };
    }

    /// <summary>Why nothing can be changed now; null while all is well.</summary>
    public DatabaseTrouble? Trouble => engine.Trouble;

    /// <summary><see cref="Trouble"/> has changed. Called on the thread that met it: listeners must be quick.</summary>
    public event Action? TroubleChanged;

    /// <summary>Called when the file cannot be opened again for good: the process should end, so that it is started again.</summary>
    public event Action<string>? Lost
    {
        add => recovery.Lost += value;
        remove => recovery.Lost -= value;
    }

    /// <summary>Has what memory holds of the database read again from it after trouble, before anything can be changed.</summary>
    internal void OnReopened(Action reload) => recovery.Add(reload);

    /// <summary>Looks whether it can be written, by a real write unless there was one within the last seconds.</summary>
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

    /// <summary>Refuses in trouble what would begin by changing folders.</summary>
    /// <exception cref="DatabaseTroubleException">The database is in trouble.</exception>
    internal void RequireWritable()
    {
        if (Trouble is { } known) throw DatabaseTroubleException.Refused(known);
    }

    /// <summary>Where the database of a data folder lies.</summary>
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "angioboard.db");

    /// <summary>Opens the database of a data folder, made if there is none, and upgraded if it is of an earlier version, with a copy kept of what it was.</summary>
    /// <exception cref="InputException">
    /// Another dashboard has the folder, or the database cannot be read, which a <see cref="DamagedDatabaseException"/> within tells; it is left as it is.
    /// </exception>
    public static Database Open(string dataFolder) => Open(dataFolder, SchemaVersion, Steps);

    /// <summary>Opens it as a program of another version would.</summary>
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
                $"{PathIn(dataFolder)}: cannot be read as Angioboard's database: {ErrorWords.Of(e)}; it is left as it is: `angioboard reindex` keeps a copy "
                + "of it and finds the runs again from their folders", e);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>Takes a data folder, so that no dashboard can start there; let go when disposed.</summary>
    /// <exception cref="InputException">A dashboard has it.</exception>
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
                SystemFault.Shortage(e) ?? $"{dataFolder}: another dashboard runs on this data folder, or it cannot be written to; stop that one, "
                    + "or set Angioboard__DataFolder to another folder", e);
        }
    }

    /// <summary>Opens a database file in a folder that this process has taken.</summary>
    /// <exception cref="DamagedDatabaseException">It cannot be read; it is left as it is.</exception>
    /// <exception cref="InputException">A newer program wrote it.</exception>
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
            // Epochs are many and read as they are wanted; all else is read at the start anyway.
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
            // LiteDB meets a damaged page with whatever exception follows from it.
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

    /// <summary>A collection of values filed by a text.</summary>
    internal StoredValues<T> Collection<T>(string name) where T : class => new(name, this);

    /// <summary>Copies the database as it is at one moment; writes wait meanwhile.</summary>
    /// <param name="target">The file to make, readable to its owner alone.</param>
    /// <exception cref="InputException">There is such a file, or it cannot be written.</exception>
    internal void Backup(string target)
    {
        if (File.Exists(target) || Directory.Exists(target)) throw new InputException($"{target}: already exists; choose another name");
        engine.Alone(database =>
        {
            DatabaseFile.Fold(database, path);
            AtomicFile.Write(target, stream =>
            {
                if (!OperatingSystem.IsWindows() && stream is FileStream file) File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                using FileStream source = new(SharedFile.Open(path), FileAccess.Read);
                source.CopyTo(stream);
            });
        });
    }

    /// <summary>All documents of a collection, as they are.</summary>
    internal IReadOnlyList<BsonDocument> Documents(string collection) => Read(database => (BsonDocument[])[.. database.GetCollection(collection).FindAll()]);

    /// <summary>Files documents as they are.</summary>
    internal void Fill(string collection, IEnumerable<BsonDocument> documents) => Write(database => database.GetCollection(collection).Upsert(documents));

    /// <summary>The collections there are.</summary>
    internal IReadOnlyList<string> CollectionNames => Read(database => (string[])[.. database.GetCollectionNames()]);

    /// <summary>Reads. What it gives must not read on later.</summary>
    /// <exception cref="DatabaseTroubleException">It cannot be read.</exception>
    internal T Read<T>(Func<LiteDatabase, T> read) => engine.Read(read);

    /// <summary>Does a write, and returns when it will outlast a power cut.</summary>
    /// <exception cref="DatabaseTroubleException">It was not written, or nobody knows.</exception>
    internal T Write<T>(Func<LiteDatabase, T> write)
    {
        T done = engine.Write(write);
        Interlocked.Exchange(ref written, TimeProvider.System.GetTimestamp());
        // Both files are there from the first write on, and keep their names.
        if (!named) Disk.FlushNames(Path.GetDirectoryName(path)!);
        named = true;
        if (DatabaseFile.LogLength(path) > LargestLog) Fold();
        return done;
    }

    /// <summary>Does several writes, all or none.</summary>
    /// <exception cref="DatabaseTroubleException">They were not written, or nobody knows.</exception>
    internal void WriteTogether(IEnumerable<Action<LiteDatabase>> writes) => Write(database =>
    {
        database.BeginTrans();
        try
        {
            foreach (Action<LiteDatabase> write in writes) write(database);
            database.Commit();
        }
        catch (LiteException)
        {
            database.Rollback();
            throw;
        }
        return true;
    });

    private static bool Probe(LiteDatabase database) =>
        database.GetCollection(ChecksName).Upsert(new BsonDocument { ["_id"] = "last", ["at"] = TimeProvider.System.GetUtcNow().UtcDateTime, ["fill"] = new byte[ProbeBytes] });

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
            // Somebody reads for long; what was written is in the log, and a later write folds it in.
        }
        catch (DatabaseTroubleException)
        {
            // What was written is in the log: it counts, whatever becomes of folding it in.
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
