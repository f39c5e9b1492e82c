namespace Angioboard.Benchmarks.Measuring;

/// <summary>Something that is measured.</summary>
internal interface IBenchmark
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Measures; figures come one by one, as they are there.</summary>
    IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer);
}
