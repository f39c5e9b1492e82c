using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Exports;

/// <summary>Writes tables of epochs as text.</summary>
internal interface IEpochText : IDisposable
{
    /// <summary>Writes what comes before the first row.</summary>
    void Begin();

    /// <summary>Writes all rows of a table.</summary>
    void Write(EpochTable table);
}
