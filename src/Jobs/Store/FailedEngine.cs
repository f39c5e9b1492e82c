using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Angioboard.Core.Files;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>Closes a database whose engine has failed.</summary>
internal static class FailedEngine
{
    private const BindingFlags Inside = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    // Kept forever if the engine is of an unknown form, so that none of its finalizers ever runs.
    private static readonly List<object> kept = [];

    /// <summary>
    /// Closes it. LiteDB 5 leaves a transaction that failed in its commit undisposed, and its finalizer throws, which would end the
    /// process. So none of them is finalized.
    /// </summary>
    public static void Close(LiteDatabase database)
    {
        object? engine = typeof(LiteDatabase).GetField("_engine", Inside)?.GetValue(database);
        object? monitor = engine?.GetType().GetField("_monitor", Inside)?.GetValue(engine);
        if (monitor?.GetType().GetProperty("Transactions", Inside)?.GetValue(monitor) is ICollection transactions) Suppress(transactions);
        else Keep(database);
        try
        {
            database.Dispose();
        }
        catch (Exception e) when (FileErrors.Is(e) || e is LiteException or InvalidOperationException)
        {
            // Its files are closed when it is collected, and contain everything that matters.
        }
    }

    [SuppressMessage("Usage", "CA1816", Justification = "They are LiteDB's, and their finalizers are what must not run.")]
    private static void Suppress(ICollection transactions)
    {
        foreach (object transaction in transactions) GC.SuppressFinalize(transaction);
    }

    private static void Keep(LiteDatabase database)
    {
        lock (kept) kept.Add(database);
    }
}
