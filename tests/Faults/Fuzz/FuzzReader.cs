namespace Angioboard.Faults.Fuzz;

/// <summary>How a seed file is damaged beyond bytes.</summary>
internal enum FileKind
{
    /// <summary>Bytes alone.</summary>
    Plain,

    /// <summary>JSON, or JSON a line.</summary>
    Json,

    /// <summary>A JPEG.</summary>
    Jpeg,

    /// <summary>A zip file or a bare pickle of PyTorch.</summary>
    PyTorch,

    /// <summary>A safetensors file.</summary>
    Safetensors,
}

/// <summary>A way into the product for a file from outside.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Kind">How its files are damaged.</param>
/// <param name="FileName">What the file must be called.</param>
/// <param name="Weight">Its share of the inputs.</param>
/// <param name="Read">Reads the file as the product does; throws an InputException for a file that it refuses.</param>
internal sealed record FuzzReader(string Name, FileKind Kind, string FileName, int Weight, Action<string> Read);
