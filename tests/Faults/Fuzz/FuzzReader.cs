namespace Angioboard.Faults.Fuzz;

/// <summary>How a seed file is damaged beyond single bytes.</summary>
internal enum FileKind
{
    /// <summary>Only bytes.</summary>
    Plain,

    /// <summary>JSON, or one JSON value per line.</summary>
    Json,

    /// <summary>A JPEG.</summary>
    Jpeg,

    /// <summary>A zip file or a bare pickle of PyTorch.</summary>
    PyTorch,

    /// <summary>A safetensors file.</summary>
    Safetensors,
}

/// <summary>One way in which a file from outside enters the product.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Kind">How its files are damaged.</param>
/// <param name="FileName">The name that the file must have.</param>
/// <param name="Weight">Its share of the inputs.</param>
/// <param name="Read">Reads the file as the product does; throws an InputException for a file that it refuses.</param>
internal sealed record FuzzReader(string Name, FileKind Kind, string FileName, int Weight, Action<string> Read);
