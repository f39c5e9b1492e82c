using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Core.Files;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>
/// Brings a database back after trouble. Once its folder can be written, the file is open and a write has reached the disk, memory is read
/// from it again and changes are allowed.
/// </summary>
internal sealed class DatabaseRecovery(DatabaseEngine engine, string path, Func<LiteDatabase, bool> probe) : IDisposable
{
    // More than a probe and the waiting changes need, so that they do not fill the disk again at once.
    private const int Room = 256 << 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // If a network drive is away for longer, only a restart may help.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly List<Action> reloads = [];
    private readonly CancellationTokenSource ending = new();
    private readonly Lock gate = new();
    private Task work = Task.CompletedTask;
    private bool working;

    /// <summary>Called when the file permanently fails to open, with the reason.</summary>
    public event Action<string>? Lost;

    /// <summary>Adds an action that reads memory again after trouble.</summary>
    public void Add(Action reload)
    {
        lock (gate) reloads.Add(reload);
    }

    /// <summary>Tries until the database is back.</summary>
    public void Begin()
    {
        lock (gate)
        {
            if (working || ending.IsCancellationRequested) return;
            working = true;
            work = Task.Run(RunAsync);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate) ending.Cancel();
        work.Wait();
        ending.Dispose();
    }

    private async Task RunAsync()
    {
        long closed = TimeProvider.System.GetTimestamp();
        bool told = false;
        while (true)
        {
            DatabaseTrouble trouble;
            lock (gate)
            {
                if (engine.Trouble is not { } now)
                {
                    working = false;
                    return;
                }
                trouble = now;
            }
            try
            {
                await Task.Delay(Pause, ending.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            if (engine.TryOpen()) closed = TimeProvider.System.GetTimestamp();
            else if (!told && WhyLost(TimeProvider.System.GetElapsedTime(closed)) is { } reason)
            {
                told = true;
                Lost?.Invoke(reason);
            }
            if (HasRoom() && IsWritten()) engine.Clear(trouble);
        }
    }

    private string? WhyLost(TimeSpan closedFor) => engine.Opening switch
    {
        DamagedDatabaseException e => e.Message,
        { } e when closedFor > Patience => e.Message,
        _ => null,
    };

    private bool HasRoom()
    {
        string file = $"{path}.{Guid.NewGuid():N}.room";
        try
        {
            using FileStream stream =
                new(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.DeleteOnClose);
            stream.Write(new byte[Room]);
            stream.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception e) when (Core.Files.AtomicFile.IsRefusal(e))
        {
            return false;
        }
    }

    private bool IsWritten()
    {
        try
        {
            engine.Write(probe, probe: true);
            Action[] all;
            lock (gate) all = [.. reloads];
            foreach (Action reload in all) reload();
            return true;
        }
        catch (Exception e) when (e is InputException or LiteException or System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
