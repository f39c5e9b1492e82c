namespace Angioboard.Benchmarks.Measuring;

/// <summary>One line of the table.</summary>
/// <param name="Name">What was measured, and on what.</param>
/// <param name="Unit">The samples' unit.</param>
/// <param name="Ours">Our side.</param>
/// <param name="Peer">The peer's side; null if there is nothing to compare with.</param>
/// <param name="Goal">The goal for <see cref="Result"/>.</param>
/// <param name="Note">What else a reader should know.</param>
internal sealed record Figure(string Name, string Unit, Samples Ours, Samples? Peer, Goal Goal, string Note)
{
    /// <summary>Our median as a multiple of the peer's; without a peer, our median.</summary>
    public double Result => Peer is null ? Ours.Median : Ours.Median / Peer.Median;

    /// <summary>The result as the table shows it.</summary>
    public string ResultText => Peer is null ? $"{Result:0.00##} {Unit}" : $"{Result:0.00} ×";
}
