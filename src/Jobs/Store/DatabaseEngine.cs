using Angioboard.Core;
using Angioboard.Core.Files;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>
/// LiteDB's engine, closed and opened again after an error: LiteDB keeps its first error and throws it at every call. From then on nothing
/// is written until <see cref="Database"/> has seen that writing works and all memory has been read from the file again, since an error may
/// come after the commit (in the checkpoint that follows it).
/// </summary>
internal sealed class DatabaseEngine(LiteDatabase first, string path, Func<LiteDatabase> open) : IDisposable
{
    private readonly ReaderWriterLockSlim gate = new(LockRecursionPolicy.SupportsRecursion);
    private LiteDatabase? current = first;
    private DatabaseTrouble? trouble;
    private Exception? opening;

    /// <summary>Why nothing can be changed now; null if changes are possible.</summary>
    public DatabaseTrouble? Trouble => Volatile.Read(ref trouble);

    /// <summary>Why it cannot be opened; null while it is open.</summary>
    public Exception? Opening => Volatile.Read(ref opening);

    /// <summary>Called when <see cref="Trouble"/> has changed, on the thread that had the error; must be quick and take no lock.</summary>
    public Action TroubleChanged { get; set; } = () => { };

    /// <summary>Reads. The result must not be lazy.</summary>
    /// <exception cref="DatabaseTroubleException">It cannot be read.</exception>
    public T Read<T>(Func<LiteDatabase, T> read)
    {
        for (bool again = false; ; again = true)
        {
            if (TryUse(read, mayWrite: true, out T result) is not { } failure) return result;
            // Another thread's write may have closed the engine during this read.
            if (again || Opening is not null)
                throw DatabaseTroubleException.Refused(Trouble ?? new DatabaseTrouble(Words(failure), Readable: false));
        }
    }

    /// <summary>Writes, and returns when the data would survive a power cut: LiteDB leaves flushing its log to the system.</summary>
    /// <param name="write">What to write.</param>
    /// <param name="probe">Whether to try it even in trouble.</param>
    /// <exception cref="DatabaseTroubleException">It was not written, or that is unknown.</exception>
    public T Write<T>(Func<LiteDatabase, T> write, bool probe = false)
    {
        Exception? failure = TryUse(
            database =>
            {
                T written = write(database);
                DatabaseFile.FlushLog(path);
                return written;
            },
            mayWrite: probe, out T result);
        return failure is null
            ? result
            : throw DatabaseTroubleException.Failed(Trouble ?? new DatabaseTrouble(Words(failure), Readable: true), failure);
    }

    /// <summary>Does something while no other thread reads or writes.</summary>
    /// <exception cref="DatabaseTroubleException">The database failed.</exception>
    public void Alone(Action<LiteDatabase> work)
    {
        LiteDatabase? used = null;
        Exception failure;
        gate.EnterWriteLock();
        try
        {
            used = current ?? throw DatabaseTroubleException.Refused(trouble!);
            work(used);
            return;
        }
        catch (Exception e) when (IsEngines(e))
        {
            failure = e;
        }
        finally
        {
            gate.ExitWriteLock();
        }
        Replace(used!, failure);
        throw DatabaseTroubleException.Failed(Trouble!, failure);
    }

    /// <summary>Opens it if it is not open.</summary>
    public bool TryOpen()
    {
        gate.EnterWriteLock();
        try
        {
            if (current is not null) return true;
            try
            {
                current = open();
                Volatile.Write(ref opening, null);
                return true;
            }
            catch (Exception e)
            {
                // Files that the failed engine left open block others until it is collected.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                Volatile.Write(ref opening, e);
                return false;
            }
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    /// <summary>Ends the trouble, unless another one has begun in the meantime.</summary>
    public bool Clear(DatabaseTrouble over)
    {
        if (Interlocked.CompareExchange(ref trouble, null, over) != over) return false;
        TroubleChanged();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        gate.EnterWriteLock();
        try
        {
            current?.Dispose();
            current = null;
            trouble ??= new DatabaseTrouble("it is closed", Readable: false);
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    private Exception? TryUse<T>(Func<LiteDatabase, T> use, bool mayWrite, out T result)
    {
        result = default!;
        LiteDatabase? used = null;
        Exception failure;
        gate.EnterReadLock();
        try
        {
            if (current is null || (!mayWrite && trouble is not null)) throw DatabaseTroubleException.Refused(trouble!);
            used = current;
            result = use(used);
            return null;
        }
        catch (Exception e) when (IsEngines(e))
        {
            failure = e;
        }
        finally
        {
            gate.ExitReadLock();
        }
        Replace(used!, failure);
        return failure;
    }

    // The file can be opened and read on a full disk.
    private void Replace(LiteDatabase failed, Exception failure)
    {
        gate.EnterWriteLock();
        try
        {
            if (!ReferenceEquals(current, failed)) return;
            FailedEngine.Close(failed);
            current = null;
            bool readable = TryOpen() || TryOpen();
            Volatile.Write(ref trouble, new DatabaseTrouble(Words(failure), readable));
        }
        finally
        {
            gate.ExitWriteLock();
        }
        TroubleChanged();
    }

    /// <summary>Whether an error makes the engine unusable, rather than being a request that it refused.</summary>
    private static bool IsEngines(Exception e) => e is not (InputException or OperationCanceledException)
        && e is not LiteException { ErrorCode: not (LiteException.INVALID_DATAFILE_STATE or LiteException.ENGINE_DISPOSED
            or LiteException.DATABASE_SHUTDOWN or LiteException.INVALID_TRANSACTION_STATE) };

    private static string Words(Exception e) => e switch
    {
        _ when FileErrors.Is(e) => FileTrouble.Words(e),
        _ when AtomicFile.IsRefusal(e) => "the file would be larger than the limit for files",
        LiteException => $"its file is not as it should be ({FileTrouble.Words(e)})",
        _ => $"its engine failed ({e.GetType().Name})",
    };
}
