using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>Upgrades a database by one schema version. It may be interrupted and done again.</summary>
/// <param name="From">The version before.</param>
/// <param name="Apply">What it does.</param>
internal sealed record SchemaStep(int From, Action<LiteDatabase> Apply);
