using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.Actors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Angioboard.Jobs.Audit;

/// <summary>
/// Who did what, when and from where: lines of JSON in <c>audit/YYYY-MM.jsonl</c> below the data folder, append-only, and the same in the
/// server's log. It is not in the database, so that a full disk of the database does not silence it. Entries that its own disk refuses go
/// to the server's log, wait in memory and are written later. Thread-safe.
/// </summary>
public sealed partial class AuditLog : IDisposable
{
    /// <summary>The folder's name below the data folder.</summary>
    public const string FolderName = "audit";

    private const int MostWaiting = 10_000;

    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly AuditFile file;
    private readonly Queue<AuditEntry> waiting = new();
    private readonly Lock gate = new();
    private string? failure;
    private int lost;

    /// <summary>The log of a data folder; its folder is created with the first entry.</summary>
    public AuditLog(AngioboardOptions options, TimeProvider time, ILogger<AuditLog>? logger = null)
    {
        (this.time, this.logger) = (time, logger ?? NullLogger<AuditLog>.Instance);
        file = new AuditFile(Path.Combine(Path.GetFullPath(options.DataFolder), FolderName));
    }

    /// <summary><see cref="Failure"/> changed. Called on the writer's thread.</summary>
    public event Action? Changed;

    /// <summary>Why entries cannot be written to the folder now, in a sentence; null while all is well.</summary>
    public string? Failure => Volatile.Read(ref failure);

    /// <summary>The folder.</summary>
    public string Folder => file.Folder;

    /// <summary>Writes what somebody did. An entry that cannot be written now waits, and never stops anybody from acting.</summary>
    public void Write(Actor who, string action, string target, string? detail = null, AuditOutcome outcome = AuditOutcome.Done) =>
        Write(Entry(who, action, target, outcome, detail), mustBeWritten: false);

    /// <summary>The same for somebody who is not signed in.</summary>
    public void Write(string name, string from, string action, string target, string? detail = null,
        AuditOutcome outcome = AuditOutcome.Done) =>
        Write(AuditEntry.Of(time.GetUtcNow(), name, from, action, target, outcome, detail), mustBeWritten: false);

    /// <summary>
    /// Writes an entry to the disk before its action is done: for actions that give somebody rights, which must not happen unseen. Actions
    /// that free space or take rights away do not need this.
    /// </summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void WriteFirst(Actor who, string action, string target, string? detail = null)
    {
        if (!Write(Entry(who, action, target, AuditOutcome.Done, detail), mustBeWritten: true))
            throw new InputException($"{Failure} Rights are given only when that is written: free some space, then try again.");
    }

    /// <summary>Tries to write what waits.</summary>
    public void Retry()
    {
        lock (gate) Empty();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            Empty();
            file.Dispose();
        }
    }

    private AuditEntry Entry(Actor who, string action, string target, AuditOutcome outcome, string? detail) =>
        AuditEntry.Of(time.GetUtcNow(), who.Name, who.From, action, target, outcome, detail, who.TokenName);

    private bool Write(AuditEntry entry, bool mustBeWritten)
    {
        bool written;
        lock (gate)
        {
            waiting.Enqueue(entry);
            written = Empty();
            if (!written && mustBeWritten) Withdraw(entry);
        }
        // An action that could not be written is not done. The next entry says that it failed.
        if ((!written && mustBeWritten) || !logger.IsEnabled(LogLevel.Information)) return written;
        string line = AuditLine.Of(entry);
        Line(line);
        return written;
    }

    private void Withdraw(AuditEntry entry)
    {
        AuditEntry[] others = [.. waiting.Where(other => !ReferenceEquals(other, entry))];
        waiting.Clear();
        foreach (AuditEntry other in others) waiting.Enqueue(other);
    }

    private bool Empty()
    {
        string? before = failure;
        try
        {
            while (waiting.TryPeek(out AuditEntry? entry))
            {
                file.Append(entry);
                waiting.Dequeue();
            }
            if (lost > 0)
            {
                file.Append(AuditEntry.Of(time.GetUtcNow(), Actor.Server.Name, Actor.Server.From, AuditActions.AuditLost, "",
                    AuditOutcome.Failed, $"{lost} entries are in the server's log only"));
                lost = 0;
            }
            failure = null;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            failure = $"The audit log {file.Folder} cannot be written: {FileTrouble.Words(e)}.";
            for (; waiting.Count > MostWaiting; lost++) waiting.Dequeue();
        }
        if (before is null && failure is not null) Refused(failure);
        if (before is null != failure is null) Changed?.Invoke();
        return failure is null;
    }

    [LoggerMessage(1, LogLevel.Information, "{Line}")]
    private partial void Line(string line);

    [LoggerMessage(2, LogLevel.Error, "{Why} Entries are in this log, and are written there when it can be")]
    private partial void Refused(string why);
}
