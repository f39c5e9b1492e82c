namespace Angioboard.Benchmarks.Measuring;

/// <summary>A benchmark.</summary>
internal interface IBenchmark
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Measures, and yields each figure when it is ready.</summary>
    IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer);
}
