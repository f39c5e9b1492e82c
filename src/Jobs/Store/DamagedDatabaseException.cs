namespace Angioboard.Jobs.Store;

/// <summary>The database cannot be read. It stands behind the error that says so to the user, for those who can offer a way out.</summary>
public sealed class DamagedDatabaseException(string message, Exception? cause) : Exception(message, cause);
