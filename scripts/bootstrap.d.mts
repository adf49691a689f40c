export declare const root: string;
export declare function requireNode(command: string): void;
export declare function installPackages(command: string): Promise<void>;
export declare function loadTypeScript(): Promise<void>;
export declare function lockCheckout(): Promise<() => void>;
