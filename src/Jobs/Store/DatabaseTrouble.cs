using Angioboard.Core;

namespace Angioboard.Jobs.Store;

/// <summary>Why nothing can be changed now.</summary>
/// <param name="Reason">In a few words, such as "the disk is full"; without paths, since anybody may ask for the server's health.</param>
/// <param name="Readable">Whether saved data can still be read.</param>
public sealed record DatabaseTrouble(string Reason, bool Readable)
{
    /// <summary>The trouble as a sentence.</summary>
    public string Sentence =>
        $"The database cannot be {(Readable ? "written" : "opened")}: {Reason}. Until that is over nothing can be changed; training "
            + $"continues, and the dashboard recovers by itself.";
}

/// <summary>The database could not be written or read.</summary>
public sealed class DatabaseTroubleException : InputException
{
    private DatabaseTroubleException(string problem, DatabaseTrouble trouble, Exception? cause)
        : base(problem, cause ?? new IOException(trouble.Reason)) => Trouble = trouble;

    /// <summary>Why.</summary>
    public DatabaseTrouble Trouble { get; }

    /// <summary>Nothing was tried: the database is known to be in trouble.</summary>
    internal static DatabaseTroubleException Refused(DatabaseTrouble trouble) => new(trouble.Sentence, trouble, null);

    /// <summary>
    /// A change was tried. It may have been written before the error: what the file contains counts, once it can be written again.
    /// </summary>
    internal static DatabaseTroubleException Failed(DatabaseTrouble trouble, Exception cause) => new(
        $"This may not have been saved. {trouble.Sentence}", trouble, cause);
}
