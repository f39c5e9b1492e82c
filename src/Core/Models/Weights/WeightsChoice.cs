namespace Angioboard.Core.Models.Weights;

/// <summary>Which weights to load if a file has both the raw ones and their moving average.</summary>
public enum WeightsChoice
{
    /// <summary>The moving average, as timm's load_state_dict does.</summary>
    Ema,

    /// <summary>The weights as the optimizer left them.</summary>
    Raw,
}
