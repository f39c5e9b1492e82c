using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>Brings a database from one version of what its collections hold to the next. It may be cut short and done again.</summary>
/// <param name="From">The version before.</param>
/// <param name="Apply">What it does.</param>
internal sealed record SchemaStep(int From, Action<LiteDatabase> Apply);
